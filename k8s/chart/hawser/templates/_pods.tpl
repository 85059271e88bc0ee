{{/* What every pod of ours has in common. */}}
{{- define "hawser.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "hawser.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Pods of a component go to different zones and nodes where they can. */}}
{{- define "hawser.spread" -}}
{{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ $key }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "hawser.selector" $ | nindent 6 }}
{{- end }}
{{- end -}}

{{/* Start-up may take a minute; a pod that lost Postgres or NATS takes no work but is not restarted. */}}
{{- define "hawser.probes" -}}
startupProbe:
  httpGet: { path: /q/health/started, port: http }
  periodSeconds: 2
  failureThreshold: 30
readinessProbe:
  httpGet: { path: /q/health/ready, port: http }
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
livenessProbe:
  httpGet: { path: /q/health/live, port: http }
  periodSeconds: 10
  timeoutSeconds: 3
  failureThreshold: 3
{{- end -}}

{{/* The environment of one service: hawser.environment (list $ "gateway") */}}
{{- define "hawser.environment" -}}
{{- $root := index . 0 -}}{{- $service := index . 1 -}}
- name: HAWSER_POD_ID
  valueFrom:
    fieldRef: { fieldPath: metadata.name }
{{- range $key := list "user" "password" }}
- name: HAWSER_DATABASE_{{ upper $key }}
  valueFrom:
    secretKeyRef: { name: {{ $root.Values.database.secret }}, key: {{ $service }}-{{ $key }} }
{{- end }}
{{- end -}}

{{/* A service's own credentials files, and only those: hawser.credentials (list $ (list "gateway-core.creds")) */}}
{{- define "hawser.credentials" -}}
- name: nats-credentials
  secret:
    secretName: {{ (index . 0).Values.nats.credentialsSecret }}
    defaultMode: 0440
    items:
      {{- range index . 1 }}
      - { key: {{ . }}, path: {{ . }} }
      {{- end }}
{{- end -}}

{{/* Restarts the pods when their settings change. */}}
{{- define "hawser.annotations" -}}
hawser.dev/settings: {{ include (print (index . 0).Template.BasePath "/configmap.yaml") (index . 0) | sha256sum }}
{{- end -}}

{{- define "hawser.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}
