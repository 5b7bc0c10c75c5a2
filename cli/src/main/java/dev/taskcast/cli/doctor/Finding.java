package dev.taskcast.cli.doctor;

/**
 * What a check has found.
 *
 * @param grade how bad it is
 * @param topic what was looked at, in a word or two
 * @param words what was found
 * @param advice what to do; empty where there is nothing to do
 */
public record Finding(Grade grade, String topic, String words, String advice) {
    /** How bad a finding is. */
    public enum Grade {
        /** As it should be. */
        OK,
        /** Tasks can be watched all the same. */
        WARN,
        /** Something can't be done. */
        FAIL
    }

    static Finding ok(String topic, String words) {
        return new Finding(Grade.OK, topic, words, "");
    }

    static Finding warn(String topic, String words, String advice) {
        return new Finding(Grade.WARN, topic, words, advice);
    }

    static Finding fail(String topic, String words, String advice) {
        return new Finding(Grade.FAIL, topic, words, advice);
    }
}
