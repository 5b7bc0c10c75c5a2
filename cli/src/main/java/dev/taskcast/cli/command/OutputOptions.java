package dev.taskcast.cli.command;

import dev.taskcast.cli.terminal.ColorMode;
import picocli.CommandLine.Option;

/** How it is printed. */
final class OutputOptions {
    @Option(names = "--json", description = "Prints one JSON object a line, as the protocol has them")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description =
                    "auto, always or never. auto: in a terminal, unless NO_COLOR is set. Default: ${DEFAULT-VALUE}")
    private ColorMode color = ColorMode.auto;

    boolean isJson() {
        return json;
    }

    ColorMode color() {
        return color;
    }
}
