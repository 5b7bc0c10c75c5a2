package dev.taskcast.spring;

import dev.taskcast.ModuleShape;

/** How the packages of this module stand to each other. */
class ArchitectureTest extends ModuleShape {
    ArchitectureTest() {
        super(TaskSubmitter.class);
    }
}
