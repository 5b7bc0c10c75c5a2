package dev.taskcast.slf4j;

import dev.taskcast.ModuleShape;

/** How this module stands to the others. */
class ArchitectureTest extends ModuleShape {
    ArchitectureTest() {
        super(TaskMdc.class);
    }
}
