package dev.taskcast.client.event;

/** Sees every message of the stream, in order. Called on a virtual thread, one call at a time. What it throws is logged. */
@FunctionalInterface
public interface MessageListener {
    /**
     * A message has come, and the map of tasks has it already. A listener that takes its time holds back the stream once 1,024
     * messages wait for it: the server then merges what is new to the newest state of each task.
     *
     * @param message what has come
     * @throws Exception whatever it likes; logged
     */
    void onMessage(TaskMessage message) throws Exception;
}
