/** Jobs that run elsewhere, shown as tasks: the code of docs/bridges.md. */
@NullMarked
package dev.taskcast.docs.bridges;

import org.jspecify.annotations.NullMarked;
