/** Schedules by cron expressions, by cron-utils. */
module dev.taskcast.cron {
    requires transitive dev.taskcast.core;
    requires static org.jspecify;
    requires com.cronutils;
    requires org.slf4j; // by cron-utils, which has no descriptor to say so

    exports dev.taskcast.cron;

    provides dev.taskcast.schedule.CronParser with
            dev.taskcast.cron.CronUtilsParser;
}
