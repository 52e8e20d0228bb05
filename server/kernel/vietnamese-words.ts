const words = (text: string) => text.trim().split(/\s+/);

/** The 63 province codes of identity numbers issued since 2012, as the second and third digit (Circular 59/2021/TT-BCA). */
export const provinceCodes = words(`
  01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62
  64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96
`);

/** Family names that nearly all Vietnamese people bear, folded. */
export const surnames = words(`
  nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly ha cao luong luu mai dinh trinh dao doan lam ta
  to thai chau quach truong tong phung la kieu khuc nghiem bach tang vuong thach hua van lo son kim nong ma hoa tieu ung
  banh lai chu cu giap hong khong luc lu mac nhan ninh on quan sam thi trieu tu vi y
`);

/** Given names that are common, folded. */
export const givenNames = words(`
  an anh ai bach bang bao bich binh ca cam can canh chau chi chien chinh chung cong cuc cuong dai dan dang danh dao dat
  diem diep dinh dong du duc dung duong duy duyen gia giang giao ha hai han hang hanh hao hau hien hiep hieu hoa hoai
  hoan hoang hong hop hue hung huong huu huy huyen kha khai khang khanh khiem khoa khoi khue kien kieu kim ky lai lam lan
  lanh lap le lien liem linh loan loc loi long luan luc luong luu ly mai man manh mau mien minh my na nam nga ngan nghi
  nghia ngoc nguyen nguyet nha nhan nhat nhi nhien nhu nhung ninh nuong oanh phat phi phong phu phuc phung phuoc phuong
  quan quang que quoc quy quyen quynh sang sau sinh son suong ta tai tam tan thach thai tham thang thanh thao the thi
  thien thinh tho thoa thong thu thuan thuc thuong thuy tien tin tinh toan tra trai tram trang tri trieu trinh trong truc
  trung truong tu tuan tung tuoi tuong tuyen tuyet tuan uyen van vi viet vinh vu vuong vy xuan y yen
`);
