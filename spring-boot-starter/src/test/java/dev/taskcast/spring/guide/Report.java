package dev.taskcast.spring.guide;

record Report(int lines) {}
