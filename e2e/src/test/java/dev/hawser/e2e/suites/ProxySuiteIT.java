package dev.hawser.e2e.suites;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The tests of requests and streams that pass the gateway to a server on the desktop. */
@Suite
@SelectPackages("dev.hawser.e2e.proxy")
@IncludeClassNamePatterns(".*IT")
class ProxySuiteIT {}
