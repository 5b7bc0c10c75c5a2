package dev.taskcast.cli;

import dev.taskcast.ModuleShape;

/** How this module stands to the others. */
class ArchitectureTest extends ModuleShape {
    ArchitectureTest() {
        super(Main.class);
    }
}
