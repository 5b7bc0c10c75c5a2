/** Tests. */
@NullMarked
package dev.taskcast.demo.invoices;

import org.jspecify.annotations.NullMarked;
