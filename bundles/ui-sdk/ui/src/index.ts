/** @fresnel/ui: the components of Fresnel's pages. What they are made of is nobody's business but theirs. */
import './theme/theme';

export { ActionDialog, type ActionDialogProps } from './action/ActionDialog';
export { DeedUndo, type DeedUndoProps } from './action/DeedUndo';
export type { Undoing } from './action/UndoButton';
export { Button, type ButtonProps, IconButton, type IconButtonProps } from './basic/Button';
export { Icon, type IconName, type IconProps, iconOf } from './basic/Icon';
export { Menu, type MenuItem, type MenuProps } from './basic/Menu';
export { Modal, type ModalProps } from './basic/Modal';
export { Popup, type PopupProps } from './basic/Popup';
export { Segments, type SegmentsProps } from './basic/Segments';
export { Switch, type SwitchProps } from './basic/Switch';
export { type TabItem, Tabs, type TabsProps } from './basic/Tabs';
export { TextInput, type TextInputProps } from './basic/TextInput';
export { Tooltip, type TooltipProps } from './basic/Tooltip';
export { CodeEditor } from './code/CodeEditor';
export type { CodeAssistant, CodeCompletion, CodeCompletions, CodeEditorProps, CodeExplanation, CodeMark } from './code/model';
export { Age, type AgeProps } from './domain/Age';
export { Chip, type ChipProps, Labels, type LabelsProps } from './domain/Chips';
export { Contributed, type ContributedProps } from './domain/Contributed';
export { Link, type LinkProps } from './domain/Link';
export { MicroBar, type MicroBarProps } from './domain/MicroBar';
export { Columns, type ColumnsProps, Facts, type FactsProps, Page, type PageProps, Section, type SectionProps } from './domain/Page';
export {
  CopyButton,
  EmptyState,
  type EmptyStateProps,
  Notice,
  type NoticeProps,
  Problem,
  type ProblemProps,
  Skeleton,
  type SkeletonProps,
} from './domain/Sentence';
export { StarButton } from './domain/StarButton';
export { healthWord, LiveMark, type LiveMarkProps, Status, StatusIcon, type StatusIconProps, type StatusProps } from './domain/Status';
export { Table, type TableColumn, type TableProps } from './domain/Table';
export { ViewMenu } from './domain/ViewMenu';
export { LogHold } from './logs/LogHold';
export { LogViewer, type LogViewerProps } from './logs/LogViewer';
export type {
  LogFilter,
  LogLine,
  LogLook,
  LogSearch,
  LogSeek,
  LogSnapshot,
  LogSource,
  LogSourceInfo,
  LogStrip,
  LogWindow,
} from './logs/types';
export { usualLook } from './logs/types';
export { ColumnChooser, type ColumnChooserProps } from './table/ColumnChooser';
export { type ChosenColumn, ownColumn, readColumns, writeColumns } from './table/columns';
export { LiveTable, type LiveTableProps } from './table/LiveTable';
export type { Chosen, SelectionState } from './table/Selection';
export { useMedia } from './table/useMeasure';
export { YamlView, type YamlViewProps, yamlText } from './yaml/YamlView';
