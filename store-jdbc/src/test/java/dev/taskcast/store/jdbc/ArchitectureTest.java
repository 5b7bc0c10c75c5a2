package dev.taskcast.store.jdbc;

import dev.taskcast.ModuleShape;

/** How this module stands to the others. */
class ArchitectureTest extends ModuleShape {
    ArchitectureTest() {
        super(JdbcTaskStore.class);
    }
}
