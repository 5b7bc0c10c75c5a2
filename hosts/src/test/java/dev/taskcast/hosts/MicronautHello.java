package dev.taskcast.hosts;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/** What the application has beside its tasks. */
@Controller("/hello")
class MicronautHello {
    @Get
    @Produces("text/plain")
    String hello() {
        return "Hello";
    }
}
