/** Who is let in: by the application's access, a handle or a ticket; and which sites' pages may do what. */
@NullMarked
package dev.taskcast.http.gate;

import org.jspecify.annotations.NullMarked;
