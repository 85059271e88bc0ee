/** Tests of the Helm chart: every variant is rendered and read with the types of the Kubernetes API. */
@NullMarked
package dev.hawser.k8s;

import org.jspecify.annotations.NullMarked;
