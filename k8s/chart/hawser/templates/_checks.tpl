{{/* Values that contradict each other end the rendering; each message says what to change. */}}
{{- define "hawser.check" -}}
{{- $v := .Values -}}
{{- $_ := required "set gateway.publicUrl to the address that browsers use" $v.gateway.publicUrl -}}
{{- $_ := required "set database.url to postgresql://host:port/database" $v.database.url -}}
{{- if and $v.nats.enabled $v.nats.url -}}
{{- fail "nats.url names an external NATS, but nats.enabled is true: set nats.enabled=false or leave nats.url empty" -}}
{{- end -}}
{{- if and (not $v.nats.enabled) (not $v.nats.url) -}}
{{- fail "nats.enabled is false: set nats.url to the external NATS" -}}
{{- end -}}
{{- if and $v.nats.enabled (gt (int $v.nats.streamReplicas) (int $v.nats.replicas)) -}}
{{- fail (printf "nats.streamReplicas is %d, but nats.replicas is only %d" (int $v.nats.streamReplicas) (int $v.nats.replicas)) -}}
{{- end -}}
{{- if and $v.nats.enabled (not $v.nats.image.digest) (regexMatch "^[0-9]+\\.[0-9]+\\.[0-9]+" $v.nats.image.tag) -}}
{{- if semverCompare "<2.12.7" (regexFind "^[0-9]+\\.[0-9]+\\.[0-9]+" $v.nats.image.tag) -}}
{{- fail (printf "nats.image.tag is %s, but nats-server 2.12.7 is the oldest that is supported" $v.nats.image.tag) -}}
{{- end -}}
{{- end -}}
{{- if and (eq (toString $v.tunnel.nats.publicEnabled) "true") (not $v.tunnel.nats.publicUrl) -}}
{{- fail "tunnel.nats.publicEnabled is true, but tunnel.nats.publicUrl is empty: links could not connect" -}}
{{- end -}}
{{- if and $v.nats.enabled (not $v.nats.websocket.enabled) (regexMatch "(^|,)wss?://" $v.tunnel.nats.publicUrl) -}}
{{- fail "tunnel.nats.publicUrl has a WebSocket address, but nats.websocket.enabled is false" -}}
{{- end -}}
{{- range $name := list "gateway" "dispatch" "projector" -}}
{{- include "hawser.checkBudget" (list $name (index $v $name)) -}}
{{- end -}}
{{- end -}}

{{- define "hawser.checkBudget" -}}
{{- $name := index . 0 -}}{{- $service := index . 1 -}}{{- $budget := $service.podDisruptionBudget -}}
{{- $hasMin := hasKey $budget "minAvailable" -}}{{- $hasMax := hasKey $budget "maxUnavailable" -}}
{{- if and $hasMin $hasMax -}}
{{- if and (ne (toString $budget.minAvailable) "") (ne (toString $budget.maxUnavailable) "") -}}
{{- fail (printf "%s.podDisruptionBudget has minAvailable and maxUnavailable: set one of them to null" $name) -}}
{{- end -}}
{{- end -}}
{{- if $hasMin -}}
{{- if and (regexMatch "^[0-9]+$" (toString $budget.minAvailable)) (ge (int $budget.minAvailable) (int $service.replicas)) -}}
{{- fail (printf "%s.podDisruptionBudget.minAvailable is not below %s.replicas: no node could ever be drained" $name $name) -}}
{{- end -}}
{{- end -}}
{{- if and $hasMax (eq (toString $budget.maxUnavailable) "0") -}}
{{- fail (printf "%s.podDisruptionBudget.maxUnavailable is 0: no node could ever be drained" $name) -}}
{{- end -}}
{{- end -}}
