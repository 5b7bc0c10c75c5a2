package dev.taskcast.store.codec;

import dev.taskcast.ModuleShape;

/** How this module stands to the others. */
class ArchitectureTest extends ModuleShape {
    ArchitectureTest() {
        super(BlockWriter.class);
    }
}
