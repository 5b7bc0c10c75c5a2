package dev.taskcast.cli.terminal;

/** How text looks, by SGR. Nothing is told by it alone. */
public enum Style {
    /** As it is. */
    PLAIN(""),
    /** Of what stands out. */
    BOLD("1"),
    /** Of what is less important. */
    DIM("2"),
    /** Of what has gone wrong. */
    RED("31"),
    /** Of what is done. */
    GREEN("32"),
    /** Of what somebody should look at. */
    YELLOW("33"),
    /** Of what goes on. */
    CYAN("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String begin() {
        return code.isEmpty() ? "" : "\u001b[" + code + "m";
    }

    String end() {
        return code.isEmpty() ? "" : "\u001b[0m";
    }
}
