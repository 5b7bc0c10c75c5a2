/**
 * What stores keep, as bytes. {@link dev.taskcast.store.codec.BlockWriter} writes, {@link dev.taskcast.store.codec.BlockReader} and
 * {@link dev.taskcast.store.codec.Draft} read. Each block says of which version it is; what a newer version has written and this one does
 * not know is handed on as it is.
 */
@NullMarked
package dev.taskcast.store.codec;

import org.jspecify.annotations.NullMarked;
