package dev.taskcast.benchmarks;

import dev.taskcast.ModuleShape;
import dev.taskcast.benchmarks.process.Jvm;

/** How the packages of this module stand to each other. */
class ArchitectureTest extends ModuleShape {
    ArchitectureTest() {
        super(Jvm.class);
    }
}
