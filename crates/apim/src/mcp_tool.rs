//! A typed view over the raw JSON of a tool of an MCP server, where tools are resources of their own.
//!
//! Source: the schema of `service/apis/tools` of 2025-09-01-preview.

use crate::{redact::mask_members, resource::resource};

resource! {
    /// A tool: an operation of another API that an MCP server offers.
    McpTool, McpToolEdit, "a tool", mask_members;
    shown {}
    edited {
        /// 1 to 300 characters; what models call it by.
        text display_name set_display_name "displayName";
        /// Up to 1000 characters; what models are told.
        text description set_description "description";
        /// The full ARM id of the operation. One that a tool refers to can't be deleted.
        text operation_id set_operation_id "operationId";
    }
    also {}
}

impl McpTool {
    /// The ids of the operation's API and of the operation.
    pub fn operation(&self) -> Option<(&str, &str)> {
        let (before, operation) = self.operation_id()?.rsplit_once("/operations/")?;
        Some((crate::resource_name(before), operation))
    }
}
