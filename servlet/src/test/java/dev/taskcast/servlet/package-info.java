@NullMarked
package dev.taskcast.servlet;

import org.jspecify.annotations.NullMarked;
