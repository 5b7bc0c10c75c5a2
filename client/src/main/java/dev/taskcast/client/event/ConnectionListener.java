package dev.taskcast.client.event;

/** Sees how a connection is doing. Called on a virtual thread, one call at a time. What it throws is logged. */
@FunctionalInterface
public interface ConnectionListener {
    /**
     * The connection is in another state, or a proxy was found to hold the stream back, or not to any more.
     *
     * @param state the state that it is in now
     * @throws Exception whatever it likes; logged
     */
    void onState(ConnectionState state) throws Exception;

    /**
     * A try has failed, or the connection was lost with an error. Called before the state that follows from it.
     *
     * @param error why
     * @throws Exception whatever it likes; logged
     */
    default void onError(TaskRequestException error) throws Exception {}
}
