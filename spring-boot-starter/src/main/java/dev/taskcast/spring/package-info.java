/** What an application on Spring Boot writes against. */
@NullMarked
package dev.taskcast.spring;

import org.jspecify.annotations.NullMarked;
