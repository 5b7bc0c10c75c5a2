/** Tests of an application's tasks, without the rest of the application. Needs {@code taskcast-tester} and Spring Boot's tests. */
@NullMarked
package dev.taskcast.spring.test;

import org.jspecify.annotations.NullMarked;
