{{/* Whom a service may reach: names, NATS, Postgres. Nothing else: no service calls another one. */}}
{{- define "hawser.egress" -}}
- ports:
    - { port: 53, protocol: UDP }
    - { port: 53, protocol: TCP }
- ports:
    - { port: {{ .Values.nats.port }}, protocol: TCP }
  {{- if .Values.nats.enabled }}
  to:
    - podSelector:
        matchLabels:
          {{- include "hawser.selector" (list . "nats") | nindent 10 }}
  {{- end }}
- ports:
    - { port: {{ .Values.database.port }}, protocol: TCP }
{{- end -}}

{{/* Who may read metrics. */}}
{{- define "hawser.monitoringIngress" -}}
{{- if .Values.networkPolicy.monitoringNamespaceLabels -}}
- from:
    - namespaceSelector:
        matchLabels:
          {{- toYaml .Values.networkPolicy.monitoringNamespaceLabels | nindent 10 }}
  ports:
    - { port: http, protocol: TCP }
{{- else -}}
[]
{{- end -}}
{{- end -}}
