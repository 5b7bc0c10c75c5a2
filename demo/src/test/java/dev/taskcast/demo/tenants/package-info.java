/** Tests. */
@NullMarked
package dev.taskcast.demo.tenants;

import org.jspecify.annotations.NullMarked;
