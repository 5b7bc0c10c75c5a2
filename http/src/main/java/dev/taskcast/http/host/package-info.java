/**
 * What a host within a framework stands on, such as a servlet: requests are answered on threads that may block, and answers and streams are
 * written on loops of its own, never on threads of the framework.
 */
@NullMarked
package dev.taskcast.http.host;

import org.jspecify.annotations.NullMarked;
