/** Taskcast's meters, by Micrometer. */
@SuppressWarnings("requires-transitive-automatic") // Micrometer has no descriptors
module dev.taskcast.micrometer {
    requires transitive dev.taskcast.core;
    requires static transitive dev.taskcast.http;
    requires static org.jspecify;
    requires transitive micrometer.core;

    exports dev.taskcast.micrometer;
}
