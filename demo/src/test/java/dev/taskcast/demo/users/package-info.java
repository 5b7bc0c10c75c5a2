/** Tests. */
@NullMarked
package dev.taskcast.demo.users;

import org.jspecify.annotations.NullMarked;
