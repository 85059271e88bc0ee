package dev.hawser.e2e.suites;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The tests that kill, stop and cut a system with two pods of each service. */
@Suite
@SelectPackages("dev.hawser.e2e.faults")
@IncludeClassNamePatterns(".*IT")
class FaultsSuiteIT {}
