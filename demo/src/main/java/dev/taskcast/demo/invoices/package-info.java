/** Invoices that are sent one after the other: the task that the page opens on. */
@NullMarked
package dev.taskcast.demo.invoices;

import org.jspecify.annotations.NullMarked;
