/** A shop whose users watch their reports. */
@NullMarked
package example.shop;

import org.jspecify.annotations.NullMarked;
