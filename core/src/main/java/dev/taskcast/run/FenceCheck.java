package dev.taskcast.run;

/**
 * Makes certain, before something is done for a run that can't be taken back, that no other node has taken the run over. Thread-safe.
 */
@FunctionalInterface
public interface FenceCheck {
    /** Where there is no other node. */
    FenceCheck NONE = run -> {};

    /**
     * Returns at once as long as no other node can have taken this one's runs. Otherwise waits until the store has said how it is, or the
     * run was ended; an interrupt ends no wait, and is kept. Its caller then looks whether the run is {@linkplain Run#isGone gone}.
     *
     * @param run whose handler is about to act
     */
    void confirm(Run run);
}
