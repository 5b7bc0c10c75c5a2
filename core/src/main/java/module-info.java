/** Taskcast's core: background tasks, their states, and the log of their changes. */
@SuppressWarnings("module") // the modules of the qualified exports are built later
module dev.taskcast.core {
    requires static transitive java.sql;
    requires static transitive org.jspecify;

    exports dev.taskcast;
    exports dev.taskcast.task;
    exports dev.taskcast.time;
    exports dev.taskcast.codec;
    exports dev.taskcast.schedule;
    exports dev.taskcast.series;
    exports dev.taskcast.store;
    exports dev.taskcast.lifecycle;
    exports dev.taskcast.adapter to
            dev.taskcast.http;
    exports dev.taskcast.handle to
            dev.taskcast.http;
    exports dev.taskcast.lines to
            dev.taskcast.http;
    exports dev.taskcast.dispatch to
            dev.taskcast.http;
    exports dev.taskcast.log to
            dev.taskcast.http;
    exports dev.taskcast.thread to
            dev.taskcast.client,
            dev.taskcast.http,
            dev.taskcast.server,
            dev.taskcast.servlet,
            dev.taskcast.store.jdbc,
            dev.taskcast.webflux;

    uses dev.taskcast.schedule.CronParser;
}
