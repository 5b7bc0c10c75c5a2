package dev.taskcast.cli.terminal;

/** When there are colors. The names are those of the option. */
public enum ColorMode {
    /** In a terminal that has them, unless {@code NO_COLOR} is set. */
    auto,
    /** Always. */
    always,
    /** Never. */
    never
}
