package dev.taskcast.tester;

import dev.taskcast.ModuleShape;

/** How this module stands to the others. */
class ArchitectureTest extends ModuleShape {
    ArchitectureTest() {
        super(TaskcastTester.class);
    }
}
