package dev.taskcast.webflux;

import dev.taskcast.ModuleShape;

/** How the packages of this module stand to each other. */
class ArchitectureTest extends ModuleShape {
    ArchitectureTest() {
        super(TaskcastWebHandler.class);
    }
}
