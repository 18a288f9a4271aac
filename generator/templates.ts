/**
 * `thrift-faas/templates`: the types of what templates receive, for `thrift-faas gen --templates`. docs/gen.md says which
 * template receives which. Types only: there is nothing to run.
 */

export type {
  AnnotationView,
  DeclaredView,
  DocumentedView,
  IdlConstantView,
  IdlEnumMemberView,
  IdlEnumView,
  IdlFieldView,
  IdlFileView,
  IdlMethodView,
  IdlParentView,
  IdlProgramView,
  IdlServicePageView,
  IdlServiceView,
  IdlStructView,
  IdlTypeView,
  IdlTypedefView,
  IdlTypesView,
  NamedView,
  NamespaceView,
} from "./plan/views/idl.js";
export type { Templates } from "./plan/planned-file.js";
export type {
  AdditionView,
  CodecsView,
  ReadView,
  StructCodecView,
  UnionCodecVariantView,
  UnionCodecView,
  WriteView,
} from "./plan/views/codecs.js";
export type {
  FunctionView,
  HandlerMethodView,
  HandlerView,
  HostedServiceView,
  ImageView,
  IndexView,
  StackFunctionView,
  StackView,
} from "./plan/views/functions.js";
export type { MethodView, ParentView, ServiceView, StateFieldView, StateView } from "./plan/views/service.js";
export type {
  ConstantView,
  EnumMemberView,
  EnumView,
  ExceptionView,
  PropertyView,
  StructView,
  TypedefView,
  TypesView,
  UnionVariantView,
  UnionView,
} from "./plan/views/types.js";
