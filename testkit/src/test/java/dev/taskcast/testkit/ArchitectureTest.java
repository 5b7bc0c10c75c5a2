package dev.taskcast.testkit;

import dev.taskcast.ModuleShape;
import dev.taskcast.testkit.http.HttpContract;

/** How the packages of this module stand to each other. */
class ArchitectureTest extends ModuleShape {
    ArchitectureTest() {
        super(HttpContract.class);
    }
}
