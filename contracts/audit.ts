import { z } from 'zod';
import { quota } from './access.js';
import {
  type Bilingual,
  bilingual,
  id,
  type Language,
  moment,
  organisationRef,
  page,
  pageQuery,
  sha256,
  vnd,
} from './common.js';
import { directAnswers } from './direct.js';
import type { Lifecycle } from './lifecycle.js';
import { lifecycles, type SubjectName } from './lifecycles.js';
import { operation } from './operation.js';

type Kind = { data: z.ZodType; sentence: Bilingual };

/** Events beside the lifecycles' own: what each carries and how it reads. `{field}` is filled from the data. */
export const eventKinds = {
  'session.opened': { data: z.strictObject({}), sentence: { vi: 'Đăng nhập', en: 'Signed in' } },
  'session.refused': {
    data: z.strictObject({ locked: z.boolean() }),
    sentence: { vi: 'Đăng nhập không thành công', en: 'Sign-in refused' },
  },
  'member.registered': {
    data: z.strictObject({ role: z.string() }),
    sentence: { vi: 'Thêm thành viên ({role})', en: 'Member added ({role})' },
  },
  'member.changed': {
    data: z.strictObject({ role: z.string(), active: z.boolean() }),
    sentence: { vi: 'Sửa thành viên: vai trò {role}', en: 'Member changed: role {role}' },
  },
  'member.email-verified': { data: z.strictObject({}), sentence: { vi: 'Xác nhận email', en: 'E-mail verified' } },
  'member.password-changed': { data: z.strictObject({}), sentence: { vi: 'Đổi mật khẩu', en: 'Password changed' } },
  'organisation.edited': {
    data: z.strictObject({ fields: z.array(z.string()) }),
    sentence: { vi: 'Sửa hồ sơ tổ chức: {fields}', en: 'Organisation profile edited: {fields}' },
  },
  'organisation.checked': {
    data: z.strictObject({ item: z.string(), result: z.string() }),
    sentence: { vi: 'Kiểm tra hồ sơ: {item} – {result}', en: 'Checked of the organisation: {item} – {result}' },
  },
  'intermediary.published': {
    data: z.strictObject({ scope: z.string(), method: z.string(), fees: z.string() }),
    sentence: {
      vi: 'Công bố phạm vi, phương pháp và giá dịch vụ trung gian',
      en: 'Scope, method and price of intermediary services published',
    },
  },
  'organisation.reverified': {
    data: z.strictObject({ reverifyAt: moment, note: z.string() }),
    sentence: { vi: 'Xác minh lại, hạn tiếp theo {reverifyAt}', en: 'Verified again, next by {reverifyAt}' },
  },
  'token.created': {
    data: z.strictObject({ tokenId: id('tok'), scopes: z.array(z.string()), expiresAt: moment }),
    sentence: { vi: 'Tạo mã truy cập API', en: 'API token created' },
  },
  'token.revoked': {
    data: z.strictObject({ tokenId: id('tok') }),
    sentence: { vi: 'Thu hồi mã truy cập API', en: 'API token revoked' },
  },
  'dataset.edited': {
    data: z.strictObject({ fields: z.array(z.string()) }),
    sentence: { vi: 'Sửa bộ dữ liệu: {fields}', en: 'Dataset edited: {fields}' },
  },
  'dataset.decided': {
    data: z.strictObject({
      decision: z.string(),
      codes: z.array(z.string()),
      scheme: z.string(),
      revisionId: id('rev').nullable(),
      /** Findings that two people had set aside. */
      overridden: z.array(z.string()),
    }),
    sentence: { vi: 'Quyết định về bộ dữ liệu: {decision} {codes}', en: 'Decided on the dataset: {decision} {codes}' },
  },
  'dataset.signed-off': {
    data: z.strictObject({ signOffId: id('sof'), part: z.enum(['legal', 'data']) }),
    sentence: { vi: 'Ký thẩm định phần {part}', en: 'Signed off for: {part}' },
  },
  'dataset.class-raised': {
    data: z.strictObject({ from: z.string().nullable(), to: z.string(), reason: z.string() }),
    sentence: { vi: 'Nâng mức quan trọng lên {to}', en: 'Importance class raised to {to}' },
  },
  'appraisal.signed': {
    data: z.strictObject({ sha256, verdict: z.string() }),
    sentence: { vi: 'Ký kết quả thẩm định', en: 'Result of the appraisal signed' },
  },
  'portal.set': {
    data: z.strictObject({ name: z.string(), kind: z.string(), enabled: z.boolean() }),
    sentence: { vi: 'Đặt cổng dữ liệu được đọc: {name}', en: 'Portal to be read was set: {name}' },
  },
  'portal.read': {
    data: z.strictObject({
      ...{ found: z.number().int(), added: z.number().int(), changed: z.number().int(), gone: z.number().int() },
      fault: z.string().nullable(),
    }),
    sentence: {
      vi: 'Đọc cổng dữ liệu: {found} bản ghi, {added} mới, {changed} đổi, {gone} mất',
      en: 'Portal read: {found} records, {added} new, {changed} changed, {gone} gone',
    },
  },
  'bid.edited': {
    data: z.strictObject({ fields: z.array(z.string()) }),
    sentence: { vi: 'Sửa chào mua: {fields}', en: 'Bid edited: {fields}' },
  },
  'bid.answered': {
    data: z.strictObject({ answerId: id('ban'), datasetId: id('ds') }),
    sentence: { vi: 'Trả lời chào mua bằng một bộ dữ liệu', en: 'Bid answered with a dataset' },
  },
  'file.uploaded': {
    data: z.strictObject({ fileId: id('file'), name: z.string(), bytes: z.number(), sha256 }),
    sentence: { vi: 'Tải lên tệp {name}', en: 'File {name} uploaded' },
  },
  'file.removed': {
    data: z.strictObject({ fileId: id('file'), name: z.string(), sha256 }),
    sentence: { vi: 'Bỏ tệp {name}', en: 'File {name} removed' },
  },
  'revision.profiled': {
    data: z.strictObject({
      files: z.array(z.strictObject({ sha256, rows: z.number(), columns: z.number(), tableSha256: sha256.optional() })),
    }),
    sentence: { vi: 'Phân tích xong dữ liệu', en: 'Data profiled' },
  },
  'agreement.signed': {
    data: z.strictObject({ party: z.enum(['provider', 'buyer']), method: z.string(), sha256 }),
    sentence: { vi: 'Ký thỏa thuận: {party}', en: 'Agreement signed: {party}' },
  },
  'request.round-proposed': {
    data: z.strictObject({ party: z.enum(['provider', 'buyer']), number: z.number().int(), priceVnd: vnd, sha256 }),
    sentence: {
      vi: 'Đề nghị sửa đổi số {number} ({party}): {priceVnd} ₫',
      en: 'Counter-offer no. {number} ({party}): {priceVnd} ₫',
    },
  },
  'checkout.started': {
    data: z.strictObject({ paymentId: id('pay'), checkoutSession: z.string(), amountVnd: vnd }),
    sentence: { vi: 'Mở trang thanh toán', en: 'Checkout started' },
  },
  'payment.received': {
    data: z.strictObject({ paymentId: id('pay'), paymentIntent: z.string(), amountVnd: vnd }),
    sentence: { vi: 'Nhận thanh toán {amountVnd} ₫', en: 'Payment of {amountVnd} ₫ received' },
  },
  'refund.asked': {
    data: z.strictObject({ refundId: id('rfd'), paymentId: id('pay'), amountVnd: vnd, reason: z.string() }),
    sentence: { vi: 'Quyết định hoàn {amountVnd} ₫', en: 'A refund of {amountVnd} ₫ was decided' },
  },
  'refund.made': {
    /** After the release: what of it was taken back from the provider, and from the fee with its VAT. */
    data: z.strictObject({
      ...{ refundId: id('rfd'), paymentId: id('pay'), amountVnd: vnd },
      takenBackVnd: z.number().int().optional(),
      feeBackVnd: z.number().int().optional(),
    }),
    sentence: { vi: 'Hoàn tiền {amountVnd} ₫', en: '{amountVnd} ₫ refunded' },
  },
  'refund.cut': {
    data: z.strictObject({ refundId: id('rfd'), amountVnd: vnd }),
    sentence: {
      vi: 'Khoản hoàn còn {amountVnd} ₫ vì ngân hàng đã trả',
      en: 'The refund is {amountVnd} ₫ now, as the bank paid first',
    },
  },
  'refund.failed': {
    data: z.strictObject({ refundId: id('rfd'), amountVnd: vnd, failure: z.string() }),
    sentence: { vi: 'Tiền hoàn {amountVnd} ₫ bị trả về', en: 'A refund of {amountVnd} ₫ came back' },
  },
  'chargeback.withdrawn': {
    data: z.strictObject({
      ...{ chargebackId: id('cbk'), amountVnd: vnd },
      takenBackVnd: z.number().int().optional(),
      feeBackVnd: z.number().int().optional(),
    }),
    sentence: {
      vi: 'Ngân hàng của bên mua rút lại {amountVnd} ₫',
      en: "The buyer's bank took {amountVnd} ₫ back",
    },
  },
  'chargeback.reinstated': {
    data: z.strictObject({
      ...{ chargebackId: id('cbk'), amountVnd: vnd },
      returnedVnd: z.number().int().optional(),
      feeReturnedVnd: z.number().int().optional(),
    }),
    sentence: { vi: 'Ngân hàng trả lại {amountVnd} ₫', en: 'The bank gave {amountVnd} ₫ back to the exchange' },
  },
  'chargeback.moved': {
    data: z.strictObject({ chargebackId: id('cbk'), status: z.string(), amountVnd: vnd }),
    sentence: { vi: 'Khiếu nại thẻ: {status}', en: 'Card complaint: {status}' },
  },
  'dispute.message': {
    data: z.strictObject({ disputeId: id('dsp'), textSha256: sha256 }),
    sentence: { vi: 'Viết trong hồ sơ tranh chấp', en: 'Wrote in the dispute' },
  },
  'dispute.proposed': {
    data: z.strictObject({ proposalId: id('dpr'), refundVnd: vnd, textSha256: sha256 }),
    sentence: { vi: 'Đề xuất hoàn {refundVnd} ₫', en: 'Proposed a refund of {refundVnd} ₫' },
  },
  'dispute.settled': {
    data: z.strictObject({ outcome: z.string(), refundVnd: vnd.nullable(), decidedBy: z.string() }),
    sentence: {
      vi: 'Kết quả tranh chấp: {outcome} ({decidedBy})',
      en: 'Outcome of the dispute: {outcome} ({decidedBy})',
    },
  },
  'holiday.set': {
    data: z.strictObject({ day: z.iso.date(), kind: z.string(), name: z.string() }),
    sentence: { vi: 'Lịch làm việc: {day} {kind}', en: 'Working calendar: {day} {kind}' },
  },
  'chargeback.answered': {
    data: z.strictObject({ chargebackId: id('cbk'), sha256 }),
    sentence: { vi: 'Gửi chứng cứ cho ngân hàng', en: 'Evidence sent to the bank' },
  },
  'funds.released': {
    /** What the provider has, and what the exchange keeps of it with its VAT: together what the buyer paid. */
    data: z.strictObject({ amountVnd: vnd, feeVnd: vnd }),
    sentence: { vi: 'Giải ngân {amountVnd} ₫ cho bên bán', en: '{amountVnd} ₫ released to the provider' },
  },
  'delivery.made': {
    data: z.strictObject({ deliveryId: id('dlv'), manifestSha256: sha256, files: z.number(), bytes: z.number() }),
    sentence: { vi: 'Giao {files} tệp', en: '{files} files delivered' },
  },
  'delivery.failed': {
    data: z.strictObject({ attempts: z.number(), reason: z.string() }),
    sentence: { vi: 'Giao dữ liệu thất bại sau {attempts} lần', en: 'Delivery failed after {attempts} attempts' },
  },
  'receipt.issued': {
    data: z.strictObject({ receiptId: id('rcp'), manifestSha256: sha256 }),
    sentence: { vi: 'Lập biên nhận', en: 'Receipt issued' },
  },
  'file.downloaded': {
    data: z.strictObject({ name: z.string(), sha256, from: z.number(), bytes: z.number() }),
    sentence: { vi: 'Tải xuống {name}', en: '{name} downloaded' },
  },
  'file.openly-downloaded': {
    data: z.strictObject({ name: z.string(), sha256, from: z.number(), bytes: z.number() }),
    sentence: { vi: 'Tải dữ liệu mở {name}', en: 'Open data {name} downloaded' },
  },
  'access.refused': {
    data: z.strictObject({ name: z.string(), why: z.string() }),
    sentence: { vi: 'Từ chối truy cập {name}: {why}', en: 'Access to {name} refused: {why}' },
  },
  'access.ending': {
    data: z.strictObject({ days: z.number().int() }),
    sentence: { vi: 'Báo trước: quyền truy cập hết hạn sau {days} ngày', en: 'Warned that access ends in {days} days' },
  },
  'seat.assigned': {
    data: z.strictObject({ taken: z.number().int() }),
    sentence: { vi: 'Cấp chỗ sử dụng (đã cấp {taken})', en: 'Seat assigned ({taken} taken)' },
  },
  'seat.released': {
    data: z.strictObject({ taken: z.number().int() }),
    sentence: { vi: 'Thu lại chỗ sử dụng (còn {taken})', en: 'Seat released ({taken} taken)' },
  },
  'limits.raised': {
    data: z.strictObject({ seats: z.number().int().nullable(), quota: quota.nullable() }),
    sentence: { vi: 'Nới hạn mức sử dụng', en: 'Limits of use raised' },
  },
  'extension.asked': {
    data: z.strictObject({ extensionId: id('ext'), days: z.number().int() }),
    sentence: { vi: 'Xin gia hạn {days} ngày', en: 'Extension by {days} days asked for' },
  },
  'extension.granted': {
    data: z.strictObject({ extensionId: id('ext'), days: z.number().int(), until: moment }),
    sentence: { vi: 'Gia hạn {days} ngày', en: 'Extended by {days} days' },
  },
  'extension.declined': {
    data: z.strictObject({ extensionId: id('ext') }),
    sentence: { vi: 'Từ chối gia hạn', en: 'Extension declined' },
  },
  'revisions.chosen': {
    data: z.strictObject({ follows: z.boolean() }),
    sentence: { vi: 'Chọn nhận phiên bản mới: {follows}', en: 'Following later revisions: {follows}' },
  },
  'revision.delivered': {
    data: z.strictObject({
      ...{ deliveryId: id('dlv'), revisionId: id('rev'), number: z.number().int() },
      ...{ manifestSha256: sha256, files: z.number(), bytes: z.number() },
    }),
    sentence: { vi: 'Giao thêm phiên bản {number}', en: 'Revision {number} delivered' },
  },
  'receipt.confirmed': {
    data: z.strictObject({
      ...{ confirmationId: id('rcf'), manifestSha256: sha256, files: z.number().int(), matching: z.boolean() },
    }),
    sentence: {
      vi: 'Bên mua đối chiếu {files} tệp và ký xác nhận',
      en: 'Buyer re-hashed {files} files and countersigned',
    },
  },
  'deletion.attested': {
    data: z.strictObject({}),
    sentence: { vi: 'Xác nhận đã xóa dữ liệu', en: 'Deletion attested' },
  },
  'sharing.opened': {
    data: z.strictObject({ tokenId: id('shr'), expiresAt: moment }),
    sentence: { vi: 'Mở truy cập Delta Sharing', en: 'Delta Sharing opened' },
  },
  'sharing.closed': {
    data: z.strictObject({ tokenId: id('shr') }),
    sentence: { vi: 'Đóng truy cập Delta Sharing', en: 'Delta Sharing closed' },
  },
  'sharing.queried': {
    data: z.strictObject({ table: z.string(), version: z.number(), files: z.number(), bytes: z.number() }),
    sentence: { vi: 'Đọc bảng {table} (phiên bản {version})', en: 'Table {table} read (version {version})' },
  },
  'audit.searched': {
    data: z.strictObject({ filters: z.record(z.string(), z.string()) }),
    sentence: { vi: 'Tra cứu sổ sự kiện', en: 'Event list searched' },
  },
  'invoice.issued': {
    data: z.strictObject({
      ...{ invoiceId: id('inv'), seller: id('org'), series: z.string(), number: z.number().int() },
      totalVnd: z.number().int(),
    }),
    sentence: { vi: 'Lập dữ liệu hóa đơn {series} số {number}', en: 'Invoice data {series} no. {number} issued' },
  },
  'fee.invoiced': {
    data: z.strictObject({
      ...{ invoiceId: id('inv'), seller: id('org'), series: z.string(), number: z.number().int() },
      totalVnd: z.number().int(),
    }),
    sentence: { vi: 'Lập dữ liệu hóa đơn phí sàn {series} số {number}', en: 'Fee invoiced: {series} no. {number}' },
  },
  'invoice.corrected': {
    data: z.strictObject({
      ...{ invoiceId: id('inv'), seller: id('org'), series: z.string(), number: z.number().int() },
      ...{ corrects: id('inv'), totalVnd: z.number().int() },
    }),
    sentence: { vi: 'Lập hóa đơn điều chỉnh {series} số {number}', en: 'Credit note {series} no. {number} issued' },
  },
  'invoice.officially-numbered': {
    data: z.strictObject({ number: z.string(), code: z.string() }),
    sentence: { vi: 'Ghi số hóa đơn chính thức {number}', en: 'Official invoice number {number} entered' },
  },
  'hold.placed': {
    data: z.strictObject({
      holdId: id('hold'),
      ground: z.string(),
      reason: z.string(),
      effect: z.enum(['freeze', 'legal-hold']),
    }),
    sentence: {
      vi: 'Cơ quan quản lý ra lệnh {effect}, căn cứ {ground}',
      en: 'The regulator orders a {effect}, ground {ground}',
    },
  },
  'hold.lifted': {
    data: z.strictObject({ holdId: id('hold'), reason: z.string(), effect: z.enum(['freeze', 'legal-hold']) }),
    sentence: { vi: 'Cơ quan quản lý gỡ lệnh {effect}', en: 'The regulator lifts the {effect}' },
  },
  'incident.edited': {
    data: z.strictObject({ fields: z.array(z.string()) }),
    sentence: { vi: 'Sửa hồ sơ sự cố: {fields}', en: 'Incident edited: {fields}' },
  },
  'incident.affected-told': {
    data: z.strictObject({ organisationId: id('org') }),
    sentence: { vi: 'Thông báo cho tổ chức bị ảnh hưởng', en: 'An affected organisation was told' },
  },
  'audit.file-opened': { data: z.strictObject({}), sentence: { vi: 'Mở hồ sơ đơn hàng', en: 'Order file opened' } },
  'audit.report-opened': {
    data: z.strictObject({ period: z.string(), what: z.string() }),
    sentence: { vi: 'Mở báo cáo kỳ {period}', en: 'Report of {period} opened' },
  },
  'audit.bundle-requested': {
    data: z.strictObject({ bundleId: id('bnd'), kind: z.string() }),
    sentence: { vi: 'Yêu cầu bộ chứng cứ', en: 'Evidence bundle requested' },
  },
  'audit.bundle-downloaded': {
    data: z.strictObject({ bundleId: id('bnd'), sha256 }),
    sentence: { vi: 'Tải bộ chứng cứ', en: 'Evidence bundle downloaded' },
  },
  'audit.flags-opened': {
    data: z.strictObject({ filters: z.record(z.string(), z.string()) }),
    sentence: { vi: 'Mở danh sách cảnh báo', en: 'Flags looked at' },
  },
  'flag.grown': {
    data: z.strictObject({ trades: z.number() }),
    sentence: { vi: 'Cảnh báo có thêm giao dịch: {trades}', en: 'The flag has more trades: {trades}' },
  },
  'relation.declared': {
    data: z.strictObject({ relationId: id('rel'), ground: z.string(), since: z.iso.date() }),
    sentence: { vi: 'Khai báo quan hệ liên quan', en: 'Related parties declared' },
  },
  'relation.ended': {
    data: z.strictObject({ relationId: id('rel'), until: z.iso.date() }),
    sentence: { vi: 'Quan hệ liên quan chấm dứt', en: 'Relation of parties ended' },
  },
  'audit.transactions-searched': {
    data: z.strictObject({ filters: z.record(z.string(), z.string()), shown: z.number().int() }),
    sentence: { vi: 'Tìm giao dịch: {shown} dòng', en: 'Transactions searched: {shown} rows' },
  },
  'audit.exported': {
    data: z.strictObject({ filters: z.record(z.string(), z.string()), rows: z.number().int() }),
    sentence: { vi: 'Xuất {rows} giao dịch ra CSV', en: '{rows} transactions exported as CSV' },
  },
  'audit.unmasked': {
    /** The person only as the commitment of `actor.person`. */
    data: z.strictObject({ person: sha256, reason: z.string() }),
    sentence: { vi: 'Xem thông tin cá nhân: {reason}', en: 'Personal details shown: {reason}' },
  },
  'audit.read': {
    data: z.strictObject({ operation: z.string(), query: z.record(z.string(), z.string()) }),
    sentence: { vi: 'Đọc dữ liệu: {operation}', en: 'Data read: {operation}' },
  },
  'certificate.issued': {
    data: z.strictObject({ number: z.string(), stage: z.string(), documentSha256: sha256, pdfSha256: sha256 }),
    sentence: { vi: 'Cấp chứng nhận giao dịch {number}', en: 'Transaction certificate {number} issued' },
  },
  'bank-transfer.opened': {
    data: z.strictObject({ paymentId: id('pay'), reference: z.string(), amountVnd: vnd }),
    sentence: { vi: 'Chọn chuyển khoản, mã {reference}', en: 'Bank transfer chosen, reference {reference}' },
  },
  'bank-transfer.credited': {
    data: z.strictObject({ paymentId: id('pay'), lineId: id('bln'), amountVnd: vnd, missingVnd: vnd }),
    sentence: {
      vi: 'Nhận chuyển khoản {amountVnd} ₫, còn thiếu {missingVnd} ₫',
      en: 'Transfer of {amountVnd} ₫ came in, {missingVnd} ₫ still missing',
    },
  },
  'bank-transfer.closed': {
    data: z.strictObject({ paymentId: id('pay'), receivedVnd: vnd }),
    sentence: { vi: 'Đóng chuyển khoản, đã nhận {receivedVnd} ₫', en: 'Transfer closed with {receivedVnd} ₫ received' },
  },
  'bank-transfer.owed-back': {
    data: z.strictObject({ repaymentId: id('rpm'), cause: z.string(), amountVnd: vnd }),
    sentence: { vi: 'Phải trả lại {amountVnd} ₫', en: '{amountVnd} ₫ to be sent back' },
  },
  'bank-transfer.sent-back': {
    data: z.strictObject({ repaymentId: id('rpm'), amountVnd: vnd }),
    sentence: { vi: 'Đã trả lại {amountVnd} ₫', en: '{amountVnd} ₫ sent back' },
  },
  'bank.statement-imported': {
    data: z.strictObject({ statementId: id('bst'), sha256, fresh: z.number().int(), known: z.number().int() }),
    sentence: {
      vi: 'Nhập sao kê: {fresh} dòng mới, {known} dòng đã có',
      en: 'Statement imported: {fresh} new lines, {known} known',
    },
  },
  'direct-payment.stated': {
    data: z.strictObject({
      ...{ statementId: id('dst'), bankReference: z.string(), paidOn: z.iso.date(), amountVnd: vnd },
      evidenceSha256: sha256,
    }),
    sentence: {
      vi: 'Bên mua khai đã trả bên bán {amountVnd} ₫, số tham chiếu {bankReference}',
      en: 'The buyer states to have paid the provider {amountVnd} ₫, reference {bankReference}',
    },
  },
  'direct-payment.answered': {
    data: z.strictObject({ statementId: id('dst'), answer: z.enum(directAnswers) }),
    sentence: { vi: 'Đã trả lời về khoản tiền', en: 'The payment was answered on' },
  },
  'direct-payment.received': {
    data: z.strictObject({ paymentId: id('pay'), amountVnd: vnd }),
    sentence: {
      vi: 'Bên bán đã nhận {amountVnd} ₫, không qua sàn',
      en: 'The provider has received {amountVnd} ₫, not through the exchange',
    },
  },
  'direct-refund.owed': {
    data: z.strictObject({ refundId: id('rfd'), amountVnd: vnd }),
    sentence: {
      vi: 'Bên bán phải trả lại bên mua {amountVnd} ₫',
      en: 'The provider has to send {amountVnd} ₫ back to the buyer',
    },
  },
  'direct-refund.sent': {
    data: z.strictObject({ refundId: id('rfd'), amountVnd: vnd, bankReference: z.string() }),
    sentence: {
      vi: 'Bên bán khai đã trả lại {amountVnd} ₫, số tham chiếu {bankReference}',
      en: 'The provider states to have sent back {amountVnd} ₫, reference {bankReference}',
    },
  },
  'direct-refund.missed': {
    data: z.strictObject({ refundId: id('rfd'), amountVnd: vnd }),
    sentence: { vi: 'Bên mua chưa nhận {amountVnd} ₫ hoàn lại', en: 'The buyer has not received {amountVnd} ₫ back' },
  },
  'direct-refund.received': {
    data: z.strictObject({ refundId: id('rfd'), amountVnd: vnd }),
    sentence: { vi: 'Bên mua đã nhận lại {amountVnd} ₫', en: 'The buyer has received {amountVnd} ₫ back' },
  },
  'fee.owed': {
    data: z.strictObject({ feeVnd: vnd }),
    sentence: { vi: 'Bên bán nợ phí sàn {feeVnd} ₫', en: 'The provider owes the fee of {feeVnd} ₫' },
  },
  'payout-account.opened': {
    data: z.strictObject({ stripeAccount: z.string() }),
    sentence: { vi: 'Mở tài khoản nhận tiền tại Stripe', en: 'Account to be paid on opened at Stripe' },
  },
  'payout-account.changed': {
    data: z.strictObject({ transfers: z.string(), payouts: z.string() }),
    sentence: { vi: 'Tài khoản nhận tiền: {transfers}', en: 'Account to be paid on: {transfers}' },
  },
  'payout-account.bank-changed': {
    data: z.strictObject({ last4: z.string() }),
    sentence: {
      vi: 'Đổi tài khoản ngân hàng nhận tiền (…{last4})',
      en: 'Bank account to be paid on changed (…{last4})',
    },
  },
  'transfer.made': {
    data: z.strictObject({ transferId: id('trf'), orderId: id('ord'), amountVnd: vnd, rail: z.enum(['card', 'bank']) }),
    sentence: { vi: 'Chuyển {amountVnd} ₫ cho bên bán', en: '{amountVnd} ₫ handed on to the provider' },
  },
  'transfer.reversed': {
    data: z.strictObject({ reversalId: id('trv'), orderId: id('ord'), amountVnd: vnd }),
    sentence: { vi: 'Thu hồi {amountVnd} ₫ từ bên bán', en: '{amountVnd} ₫ taken back from the provider' },
  },
  'debt.offset': {
    data: z.strictObject({ orderId: id('ord'), debtOrderId: id('ord'), amountVnd: vnd }),
    sentence: { vi: 'Bù trừ {amountVnd} ₫ nợ của bên bán', en: '{amountVnd} ₫ of the provider’s debt set off' },
  },
  'webhook.added': {
    data: z.strictObject({ endpointId: id('whk') }),
    sentence: { vi: 'Thêm địa chỉ nhận webhook', en: 'Webhook endpoint added' },
  },
  'webhook.changed': {
    data: z.strictObject({ endpointId: id('whk') }),
    sentence: { vi: 'Sửa địa chỉ nhận webhook', en: 'Webhook endpoint changed' },
  },
  'webhook.rotated': {
    data: z.strictObject({ endpointId: id('whk') }),
    sentence: { vi: 'Đổi khóa webhook', en: 'Secret of a webhook changed' },
  },
  'webhook.removed': {
    data: z.strictObject({ endpointId: id('whk') }),
    sentence: { vi: 'Xóa địa chỉ nhận webhook', en: 'Webhook endpoint removed' },
  },
  'webhook.switched-off': {
    data: z.strictObject({ endpointId: id('whk'), cause: z.enum(['gone', 'failing']) }),
    sentence: { vi: 'Webhook bị tắt sau khi gửi không được', en: 'Webhook switched off after failures' },
  },
  'event.recovered': {
    data: z.strictObject({ eventId: z.string(), type: z.string() }),
    sentence: { vi: 'Tìm lại thông báo bị mất của Stripe: {type}', en: 'Lost event of Stripe found: {type}' },
  },
  'fingerprint.set': {
    /** SHA-256 of the secret by which copies are marked. */
    data: z.strictObject({
      commitment: sha256,
      columns: z.array(z.strictObject({ name: z.string(), tolerance: z.number() })),
    }),
    sentence: { vi: 'Đặt điều kiện đánh dấu bản giao', en: 'Terms of marked copies set' },
  },
  'fingerprint.marked': {
    data: z.strictObject({ fileId: id('file'), originalSha256: sha256, sha256, commitment: sha256 }),
    sentence: { vi: 'Tạo bản có dấu riêng cho đơn hàng', en: 'A marked copy was made for the order' },
  },
  'fingerprint.checked': {
    data: z.strictObject({
      ...{ checkId: id('lkc'), sha256, named: z.number().int(), positions: z.number().int() },
    }),
    sentence: {
      vi: 'Kiểm tra bản nghi bị phát tán: {named} bên mua bị nêu',
      en: 'A suspect copy was checked: {named} buyers named',
    },
  },
  'evaluation.settings': {
    data: z.strictObject({
      allowed: z.boolean(),
      k: z.number().int(),
      queries: z.number().int(),
      rows: z.number().int(),
    }),
    sentence: {
      vi: 'Đặt điều kiện thử nghiệm: ít nhất {k} dòng, {queries} câu hỏi',
      en: 'Terms of evaluation set: at least {k} rows, {queries} questions',
    },
  },
  'evaluation.asked': {
    /** The text is in the session; here stands SHA-256 of `salt:text`. */
    data: z.strictObject({ queryId: id('evq'), number: z.number().int(), commitment: sha256 }),
    sentence: {
      vi: 'Hỏi câu {number} trong phiên thử nghiệm',
      en: 'Question {number} asked in the evaluation session',
    },
  },
  'evaluation.answered': {
    data: z.strictObject({ queryId: id('evq'), number: z.number().int(), rows: z.number().int() }),
    sentence: {
      vi: 'Trả lời câu {number}: {rows} dòng tổng hợp',
      en: 'Question {number} answered: {rows} rows of aggregates',
    },
  },
  'evaluation.refused': {
    data: z.strictObject({ queryId: id('evq'), number: z.number().int(), why: z.string() }),
    sentence: { vi: 'Từ chối câu {number}: {why}', en: 'Question {number} refused: {why}' },
  },
  'evaluation.export-refused': {
    data: z.strictObject({}),
    sentence: {
      vi: 'Từ chối tải dữ liệu từ phiên thử nghiệm',
      en: 'A download from the evaluation session was refused',
    },
  },
  'evaluation.attached': {
    data: z.strictObject({ requestId: id('req') }),
    sentence: { vi: 'Gắn phiên thử nghiệm vào yêu cầu', en: 'Evaluation session attached to the request' },
  },
} as const satisfies Record<string, Kind>;

export type PlainEventType = keyof typeof eventKinds;
type ActionsOf<S extends SubjectName> = (typeof lifecycles)[S]['transitions'][number]['action'];
export type TransitionEventType = { [S in SubjectName]: `${S}.${ActionsOf<S>}` }[SubjectName];

export const transitionData = z.strictObject({
  from: z.string().nullable(),
  to: z.string(),
  reason: z.string().nullable(),
});

type Plain = { [T in PlainEventType]: { type: T; data: z.input<(typeof eventKinds)[T]['data']> } }[PlainEventType];
/** Every event that can be recorded: a lifecycle's transition, or one of `eventKinds`. */
export type EventBody = Plain | { type: TransitionEventType; data: z.input<typeof transitionData> };
export type EventType = EventBody['type'];

const byTransition = new Map<string, Bilingual>(
  Object.values(lifecycles).flatMap((table: Lifecycle) =>
    table.transitions.map((row): [string, Bilingual] => [
      `${table.subject}.${row.action}`,
      { vi: `${table.name.vi}: ${row.label.vi}`, en: `${capitalise(table.name.en)}: ${row.label.en}` },
    ]),
  ),
);

function capitalise(value: string): string {
  return value.charAt(0).toUpperCase() + value.slice(1);
}

/** Every event type, sorted, for a filter. */
export const eventTypes: readonly string[] = [...byTransition.keys(), ...Object.keys(eventKinds)].sort();

/** Schema of an event's data; throws for a type nobody declared. */
export function eventDataSchema(type: string): z.ZodType {
  if (byTransition.has(type)) return transitionData;
  const kind: Kind | undefined = (eventKinds as Record<string, Kind>)[type];
  if (!kind) throw new Error(`There is no event type ${type}.`);
  return kind.data;
}

const partyNames: Record<string, Bilingual> = {
  provider: { vi: 'bên bán', en: 'provider' },
  buyer: { vi: 'bên mua', en: 'buyer' },
  freeze: { vi: 'tạm dừng', en: 'freeze' },
  'legal-hold': { vi: 'lưu giữ', en: 'legal hold' },
};

/** The event as a sentence in both languages, for people. */
export function eventSentence(type: string, data: Record<string, unknown>): Bilingual {
  const sentence = byTransition.get(type) ?? (eventKinds as Record<string, Kind>)[type]?.sentence;
  if (!sentence) return { vi: type, en: type };
  const words = (value: unknown, language: Language) => partyNames[`${value}`]?.[language] ?? `${value}`;
  const fill = (text: string, language: Language) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = data[name];
      return typeof value === 'number'
        ? value.toLocaleString('vi-VN')
        : Array.isArray(value)
          ? value.join(', ')
          : words(value, language);
    });
  return { vi: fill(sentence.vi, 'vi'), en: fill(sentence.en, 'en') };
}

export const auditEventView = z.strictObject({
  id: id('evt'),
  type: z.string(),
  sentence: bilingual,
  at: moment,
  subject: z.strictObject({ kind: z.string(), id: z.string() }),
  /** Who did it: role and organisation as they were then; a person only as a salted commitment. */
  actor: z.strictObject({
    kind: z.enum(['member', 'system', 'anonymous']),
    role: z.string().nullable(),
    organisation: organisationRef.nullable(),
    person: z.string().nullable(),
  }),
  data: z.record(z.string(), z.unknown()),
  /** Ids of everything the event is about. */
  about: z.array(z.string()),
});
export type AuditEventView = z.infer<typeof auditEventView>;

const tag = 'audit';
const count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const auditOperations = {
  getLog: operation({
    method: 'GET',
    path: '/log',
    tag,
    summary: 'How far the transparency log is, its newest signed checkpoint, and the key that verifies it',
    roles: 'anyone',
    response: z.strictObject({
      origin: z.string().nullable(),
      vkey: z.string().nullable(),
      size: z.number().int(),
      checkpoint: z.string().nullable(),
      /** Events that wait for their place. */
      waiting: z.number().int(),
      /** Why nothing is signed at present; null when all is well. */
      fault: z.string().nullable(),
    }),
  }),
  proveInclusion: operation({
    method: 'GET',
    path: '/log/proofs/inclusion',
    tag,
    summary: 'That an entry stands at an index of the tree of a size (RFC 9162)',
    roles: 'anyone',
    query: z.strictObject({ index: count, size: count.optional() }),
    response: z.strictObject({
      index: z.number().int(),
      size: z.number().int(),
      leafHash: z.base64(),
      root: z.base64(),
      proof: z.array(z.base64()),
    }),
    problems: ['not-found'],
  }),
  proveConsistency: operation({
    method: 'GET',
    path: '/log/proofs/consistency',
    tag,
    summary: 'That the tree of one size begins with the tree of an earlier one (RFC 9162)',
    roles: 'anyone',
    query: z.strictObject({ from: count, to: count.optional() }),
    response: z.strictObject({
      from: z.number().int(),
      fromRoot: z.base64(),
      to: z.number().int(),
      toRoot: z.base64(),
      proof: z.array(z.base64()),
    }),
    problems: ['not-found'],
  }),
  proveEvent: operation({
    method: 'GET',
    path: '/events/:id/proof',
    tag,
    summary: 'A .tlog-proof of an event (C2SP): the entry as `extra`, its index, the hashes and the signed checkpoint',
    roles: 'signed-in',
    kind: 'download',
    params: z.strictObject({ id: id('evt') }),
    problems: ['conflict'],
  }),
  listEvents: operation({
    method: 'GET',
    path: '/audit/events',
    tag,
    summary: 'Audit events, newest first; the look-up itself is recorded',
    roles: ['regulator'],
    verified: true,
    query: z.strictObject({
      ...pageQuery,
      type: z.string().max(80).optional(),
      subject: z.string().max(80).optional(),
      organisation: id('org').optional(),
      about: z.string().max(80).optional(),
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
    }),
    response: page(auditEventView),
  }),
};
