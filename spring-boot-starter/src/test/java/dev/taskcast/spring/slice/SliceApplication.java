package dev.taskcast.spring.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application of which a test of tasks takes a part. */
@SpringBootApplication
class SliceApplication {}
