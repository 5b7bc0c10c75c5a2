package dev.taskcast.spring.autoconfigure;

/**
 * Where sessions are kept that do not tell when they end. Asked on request threads each time that it is asked whether somebody is still let
 * in, so it may block. Must be thread-safe.
 */
@FunctionalInterface
interface Sessions {
    /** Where they tell by themselves, or nobody knows. */
    Sessions TELLING = id -> true;

    /**
     * Whether a session goes on. To be asked for is no use of it: else whoever watches would never be logged out.
     *
     * @param id of the session
     * @return false where it has expired, or is gone
     */
    boolean goesOn(String id);
}
