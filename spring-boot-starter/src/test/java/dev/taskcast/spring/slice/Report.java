package dev.taskcast.spring.slice;

record Report(String text) {}
