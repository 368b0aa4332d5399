CREATE INDEX "audit_log_related_organization_idx" ON "audit_log_related" USING btree ("organization_id","resource_type","resource_id" collate "C","id");--> statement-breakpoint
CREATE INDEX "audit_logs_action_idx" ON "audit_logs" USING btree ("organization_id","action","id");--> statement-breakpoint
CREATE INDEX "audit_logs_organization_resource_idx" ON "audit_logs" USING btree ("organization_id","resource_type","resource_id" collate "C","id");--> statement-breakpoint
CREATE INDEX "audit_logs_organization_actor_idx" ON "audit_logs" USING btree ("organization_id","actor_id" collate "C","id");--> statement-breakpoint
CREATE INDEX "audit_logs_organization_impersonator_idx" ON "audit_logs" USING btree ("organization_id","impersonator_id" collate "C","id") WHERE "audit_logs"."impersonator_id" is not null;--> statement-breakpoint
CREATE INDEX "audit_logs_impersonator_idx" ON "audit_logs" USING btree ("impersonator_id","id") WHERE "audit_logs"."impersonator_id" is not null;