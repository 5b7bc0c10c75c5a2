package dev.taskcast.client.live;

import dev.taskcast.client.event.TaskMessage;
import org.jspecify.annotations.Nullable;

/**
 * What has come with a frame.
 *
 * @param id the place up to which the stream is with it, or null
 * @param message or null where it has none, or none that can be read
 */
public record Received(@Nullable String id, @Nullable TaskMessage message) {}
