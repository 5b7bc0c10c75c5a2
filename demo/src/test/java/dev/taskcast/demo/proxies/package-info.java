/** Tests of proxies in front: each is one of Debian's, with the configuration that it is shipped with. */
@NullMarked
package dev.taskcast.demo.proxies;

import org.jspecify.annotations.NullMarked;
