/** What the page asks of the demo itself: to be killed, a guest's link, its address, viewers. All of it is tasks. */
@NullMarked
package dev.taskcast.demo.stage;

import org.jspecify.annotations.NullMarked;
