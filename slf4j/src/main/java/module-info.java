/** Tasks in the context of log lines, by SLF4J. */
module dev.taskcast.slf4j {
    requires transitive dev.taskcast.core;
    requires static org.jspecify;
    requires org.slf4j;

    exports dev.taskcast.slf4j;
}
